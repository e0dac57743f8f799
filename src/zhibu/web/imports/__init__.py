"""Pages of the import (导入): upload, preview with questions, confirmation, undo."""
