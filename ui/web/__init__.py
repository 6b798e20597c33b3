"""The chat in the browser: one page a language, every value escaped, every handler asks whose conversation it is."""
