"""Excel workbooks from outside, read under guard, and workbooks of our own, written the same twice.

Nothing here knows tenders or bids: a workbook is sheets, rows and cells.
"""
