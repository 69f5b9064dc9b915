"""Lists in: from the workbook a clerk really sends to typed records, every row accounted for."""
