"""The description (OpenAPI 3.1): errors bear their media type, parts of bodies stand among the components."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from zhibu.web.api.answers import MEDIA_TYPE


class DescribedAPI(NinjaAPI):
    """As the library's, with a description that says exactly what is answered."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The description; made once for each prefix by the library's own view."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        parts = schema["components"].setdefault("schemas", {})
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
                body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
                parts.update(body.get("schema", {}).pop("$defs", {}))
        return schema
