"""What a closed review leaves: a page for people, tables for programs, a file for LLM Comparator."""

from core.review.report.files import KINDS, ReportFile, ReportKind, report_file

__all__ = ["KINDS", "ReportFile", "ReportKind", "report_file"]
