from desktop.operations import grading, sample_scan
from desktop.operations.plant import Plant


def test_the_sample_scan_has_bars_and_a_matrix_that_are_graded_and_pass(plant: Plant) -> None:
    path, request = sample_scan.write_sample_scan(plant)
    graded = grading.grade_file(path, request)
    assert {one.symbology for one in graded.symbols} == {"Code 128", "GS1 DataMatrix"}
    assert graded.good()


def test_the_crease_in_the_sample_scan_costs_the_bars_grades(plant: Plant) -> None:
    path, request = sample_scan.write_sample_scan(plant)
    bars = next(one for one in grading.grade_file(path, request).symbols if one.scans)
    assert min(scan.grade for scan in bars.scans) < max(scan.grade for scan in bars.scans)
