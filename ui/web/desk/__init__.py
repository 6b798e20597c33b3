"""The analyst's desk in the browser: pages of plain markup. Whoever may not enter is told what an address that does not exist is told."""
