"""操作日志: what was done in my scope; whether the record is whole."""
