"""What a closed review leaves: a page for people, tables for programs, a file for LLM Comparator."""

from core.review.report.files import KINDS, ReportFile, ReportKind, export_report, file_name

__all__ = ["KINDS", "ReportFile", "ReportKind", "export_report", "file_name"]
