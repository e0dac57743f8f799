"""Organisational-life meetings (组织生活会) and democratic appraisal (民主评议)."""
