"""The command line: `zhibu ...`. Each file is one noun; nothing here decides anything."""
