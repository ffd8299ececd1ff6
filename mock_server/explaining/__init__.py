"""Why a request of the journal was answered as it was."""
