"""What an auditor needs: keys and checkpoints, proofs, verification, exports."""
