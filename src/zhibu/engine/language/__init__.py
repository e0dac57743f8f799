"""The rule language: YAML files read strictly into frozen models; errors name file and line."""
