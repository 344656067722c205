"""How the questions of a quiz did: item analysis of first attempts, by the definitions of Moodle."""
