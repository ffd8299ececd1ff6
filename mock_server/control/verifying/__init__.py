"""Whether a client asked for what a test expects of it, judged by the journal."""
