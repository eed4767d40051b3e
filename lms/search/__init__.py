"""One search box over what a principal may see: trainings, people, offices, modules, regions, certificates' numbers."""
