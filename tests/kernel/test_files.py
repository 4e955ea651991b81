"""What may be kept as a document is looked at itself, not by its name."""

import pytest

from marke.kernel.files import LARGEST_FILE, FileInput, check_file
from marke.kernel.refusal import Refusal


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\xff\xd8\xff...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
    ],
)
def test_a_pdf_and_a_photo_are_kept_under_their_true_kind(content: bytes, kind: str) -> None:
    """Whatever the file is called."""
    assert check_file(FileInput("anything.exe", content), field="file").content_type == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "something else"), (b"MZ program", "something else"), (b"%PDF-" + b"x" * LARGEST_FILE, "larger than 10 MB")],
    ids=["empty", "a program", "too large"],
)
def test_anything_else_is_refused_beside_its_field(content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        check_file(FileInput("agreement.pdf", content), field="file")
    assert refused.value.field == "file"
