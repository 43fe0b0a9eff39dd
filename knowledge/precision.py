"""Which floating-point precision the processor computes in."""

from __future__ import annotations


def has_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself (AVX512-BF16 or AMX); emulated, it is slower than 32 bit.

    Asked of the processor and not measured, so that the same documents get the same vectors however busy it is.
    """
    import torch

    return any(
        bool(getattr(torch.cpu, name, bool)()) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )
