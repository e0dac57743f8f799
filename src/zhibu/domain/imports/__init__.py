"""Workbooks taken in (导入): upload, preview, questions, confirmation, undo.

Nothing of a workbook is written before it is confirmed; each row written or changed is noted, so
that a whole import can be taken back while nothing later rests on it.
"""
