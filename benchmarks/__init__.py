"""Measurements that README, docs and model card quote; outside the timed tests."""
