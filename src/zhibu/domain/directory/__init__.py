"""The register as pages show it (名录): tree, organisation, roster, member, search; reads only, scoped."""
