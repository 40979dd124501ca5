"""The kinds of promotion."""

from __future__ import annotations

KINDS = (
    "video_promo",
    "related_link",
    "newsletter_subscribe",
    "social_follow",
    "donation",
    "ad_marker",
    "affiliate_product",
    "app_download",
    "share_prompt",
    "comment_prompt",
    "other",
)
"""What a promo line can ask for; labels of the evidence spans."""
