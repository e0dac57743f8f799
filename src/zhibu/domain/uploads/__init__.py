"""Files that people upload (文件): checked by content, stored apart, served only through rights."""
