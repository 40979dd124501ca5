"""Attribution relations: who (source) says (cue) what (content). Private to the extractor."""
