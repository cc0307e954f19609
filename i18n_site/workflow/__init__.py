"""One module a command: read, call the pure middle, write, report. Knows nothing of the command line or of the web."""
