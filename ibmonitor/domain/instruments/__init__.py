"""Names of instruments, so that no two of them read alike."""
