"""One file per topic: for which evidence it writes (``OF``, ``USE``), and its wording in both languages."""
