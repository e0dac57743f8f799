"""Reads of the room: who may lead, who leads, vacancies, selections, a leader's file."""
