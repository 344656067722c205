"""How the site is, for whoever runs it: logs, figures, health, mail about errors, the doctor."""
