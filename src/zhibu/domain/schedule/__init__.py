"""When periodic work was done and is due again (定时任务). What the work is, stands in `zhibu.jobs`."""
