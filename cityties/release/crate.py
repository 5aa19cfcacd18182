"""The release as an RO-Crate (https://w3id.org/ro/crate/1.1), and what Zenodo asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cityties.release.about import LICENCE, About
from cityties.release.files import File

__all__ = ["crate", "zenodo"]

_CREATOR: Final = "#creators"


def crate(told: About, files: Sequence[File]) -> dict[str, Any]:
    """Describe the folder and each of its files, with their sums."""
    return {
        "@context": [
            "https://w3id.org/ro/crate/1.1/context",
            {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
        ],
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": told.title,
                "description": told.description,
                "datePublished": told.day,
                "version": told.version,
                "identifier": "https://w3id.org/cityties/id/dataset",
                "keywords": ", ".join(told.keywords),
                "license": {"@id": LICENCE},
                "author": {"@id": _CREATOR},
                "hasPart": [{"@id": file.path} for file in files],
            },
            {
                "@id": LICENCE,
                "@type": "CreativeWork",
                "name": "Creative Commons Attribution 4.0 International",
                "description": "Share and adapt, with credit.",
            },
            {"@id": _CREATOR, "@type": "Organization", "name": told.creator},
            *(_file(file) for file in files),
        ],
    }


def zenodo(told: About) -> dict[str, Any]:
    """Write what Zenodo asks for (https://developers.zenodo.org/#representation)."""
    return {
        "title": f"{told.title}, version {told.version}",
        "description": told.description,
        "upload_type": "dataset",
        "publication_date": told.day,
        "version": told.version,
        "creators": [{"name": told.creator}],
        "license": "cc-by-4.0",
        "access_right": "open",
        "keywords": list(told.keywords),
        "related_identifiers": [
            {"identifier": "https://w3id.org/cityties/ontology", "relation": "isDescribedBy", "scheme": "url"}
        ],
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.path.rpartition("/")[2],
        "description": file.description,
        "encodingFormat": file.media,
        "contentSize": str(len(file.data)),
        "sha256": file.sum,
    }
