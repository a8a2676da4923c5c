package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;

/** Takes what a document says of one field into the draft: value, default, or what is wrong with it. */
record FieldReader(Draft draft, FaultSentences sentences) {

    void read(String field, FieldMapping.Reading reading) {
        if (!reading.faults().isEmpty()) {
            draft.fault(unreadable(field, reading, sentences));
        } else if (reading.values().isEmpty()) {
            draft.keepByHand(field);
        } else if (!reading.isFilledIn() || !draft.keepByHand(field)) {
            check(field, reading.values().get(0), reading);
        }
    }

    private void check(String field, String value, FieldMapping.Reading reading) {
        String attribute = reading.attribute();
        if (MemberFields.DATES.contains(field)) {
            String date = Dates.isoDate(value);
            if (date == null) {
                draft.fault(
                        invalid(field, reading, sentences.invalid(field, attribute, value, FieldType.DATE.wanted())));
            } else {
                draft.put(field, date, reading.origin());
            }
        } else if (value.length() > MemberFields.LONGEST) {
            draft.fault(invalid(field, reading, sentences.tooLong(field, attribute, value.length())));
        } else if (field.equals("email") && !MemberFields.address(value)) {
            draft.fault(invalid(field, reading, sentences.invalid(field, attribute, value, FieldType.EMAIL.wanted())));
        } else {
            draft.put(field, value, reading.origin());
        }
    }

    void readCustom(CustomFieldRule rule, FieldMapping.Reading reading) {
        if (!reading.faults().isEmpty()) {
            draft.fault(unreadable(rule.field(), reading, sentences));
        } else if (reading.values().isEmpty()) {
            empty(rule, reading);
        } else if (!reading.isFilledIn() || !draft.keepByHand(rule.field())) {
            String stored = rule.read(
                    reading.values(), refused -> draft.fault(rule.refusal(refused, reading.attribute(), sentences)));
            if (stored != null && !stored.isEmpty()) {
                draft.put(rule.field(), stored, reading.origin());
            } else if (stored != null) {
                empty(rule, reading);
            }
        }
    }

    private void empty(CustomFieldRule rule, FieldMapping.Reading reading) {
        String defaultValue = rule.defaultValue();
        if (draft.keepByHand(rule.field())) {
            return;
        }
        if (defaultValue != null) {
            draft.put(rule.field(), defaultValue, Origin.of(Origin.Kind.DEFAULT));
        } else if (rule.mandatory()) {
            String sentence = sentences.customFieldMissing(rule.field(), reading.attribute());
            if (draft.lackedBefore(rule.field()) && !draft.leaving()) {
                draft.warn(sentences.passed(sentence, false));
            } else {
                draft.fault(new Problem(ReasonCode.CUSTOM_FIELD_MISSING, rule.field(), reading.attribute(), sentence));
            }
        }
    }

    static Problem unreadable(String field, FieldMapping.Reading reading, FaultSentences sentences) {
        String fault = reading.faults().get(0);
        return invalid(field, reading, sentences.unreadable(field, reading.attribute(), fault));
    }

    private static Problem invalid(String field, FieldMapping.Reading reading, String sentence) {
        ReasonCode code = field.startsWith(Member.CUSTOM) ? ReasonCode.CUSTOM_FIELD_INVALID : ReasonCode.FIELD_INVALID;
        return new Problem(code, field, reading.attribute(), sentence);
    }
}
