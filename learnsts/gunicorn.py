"""How gunicorn serves the site: `gunicorn --config learnsts/gunicorn.py`.

There is no access log, for presigned URLs are secrets.
"""

import gc
import os
import shutil
import sys
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Any

from gunicorn import systemd

from learnsts.environment import HOST, PORT, THREADS, WORKERS
from learnsts.monitoring.logs import logging_to
from learnsts.server import port

MEMORY = Path("/dev/shm")  # noqa: S108 -- in memory, not for files of ours

wsgi_app = "learnsts.wsgi"
bind = f"{HOST}:{PORT}"
workers = WORKERS
threads = THREADS
worker_class = "learnsts.server.worker.LingeringWorker"
loglevel = "warning"
logger_class = "learnsts.server.log.ServerLog"
logconfig_dict = logging_to("console")
# A name with an underscore could pass for one with a hyphen, or for what only a server in front may say.
header_map = "refuse"
forwarder_headers = ""
control_socket_disable = True
# Workers tell by a file that they are alive, which must not wait for a disk.
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else gettempdir()
COUNTS = "learnsts-metrics-"  # and the server's process id: the folder in which its workers count


def on_starting(server: Any) -> None:
    """Say in one sentence what keeps the server from its port, where gunicorn would try five times."""
    is_handed_over = server.master_pid or systemd.listen_fds(unset_environment=False)
    for address in () if is_handed_over else server.cfg.address:
        if isinstance(address, tuple) and (sentence := port.problem(*address)):
            sys.exit(sentence)


def when_ready(_server: Any) -> None:
    """Give the workers to come a place to count in together, and say where the site is."""
    for folder in Path(worker_tmp_dir).glob(f"{COUNTS}*"):
        if not Path("/proc", folder.name.removeprefix(COUNTS).split("-")[0]).exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a server that was killed
    # The library that counts asks for its folder by this name.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix=f"{COUNTS}{os.getpid()}-", dir=worker_tmp_dir)
    print(f"· serving on http://{bind} (Ctrl-C stops)", flush=True)


def post_worker_init(_worker: Any) -> None:
    """Search for cyclic garbage less often, and not in what is loaded by now, which stays anyway."""
    gc.freeze()
    gc.set_threshold(5_000)


def on_exit(_server: Any) -> None:
    """Take the counts away: a server that begins again counts from zero."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)
