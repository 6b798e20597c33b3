"""Every face of the product: the chat and the command line. No business logic: a face asks `assistant` and shows what it says."""
