"""Papers set as DOCX and as PDF, to look alike; tables set as sheets of a workbook and as CSV.

Its modules are imported when something is set.
"""
