"""Papers set as DOCX and as PDF, to look alike; its modules are imported when a paper is set."""
