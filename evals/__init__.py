"""Suites of questions with hand-written SQL, scored on the same Answer that the user sees; reports and benchmarks."""
