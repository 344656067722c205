"""How gunicorn serves the site: `gunicorn --config learnsts/gunicorn.py`.

There is no access log, for presigned URLs are secrets.
"""

import gc
import os
from pathlib import Path

wsgi_app = "learnsts.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS") or 2)
threads = int(os.environ.get("THREADS") or 8)
worker_class = "learnsts.worker.LingeringWorker" if threads > 1 else "sync"
loglevel = "warning"
control_socket_disable = True
# Workers tell by a file that they are alive, which must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- in memory, not for files of ours


def post_worker_init(_worker: object) -> None:
    """Search for cyclic garbage less often, and not in what is loaded by now, which stays anyway."""
    gc.freeze()
    gc.set_threshold(5_000)
