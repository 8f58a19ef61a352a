"""What may befall a ledger, done to real ones: kills, power cuts, failing disks, hostile bytes."""
