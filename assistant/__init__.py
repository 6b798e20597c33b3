"""From a question to an answer, and what follows from one. answer.py shows the whole path on one screen."""
