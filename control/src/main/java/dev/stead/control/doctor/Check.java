package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;

import java.util.List;

/** Judges one area. Without state; never fails. */
@FunctionalInterface
interface Check {
    List<Finding> judge(Needs needs, HostFacts facts);
}
