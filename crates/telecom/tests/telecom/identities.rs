use nephoran_telecom::{
    Plmn, PlmnError, SliceDifferentiatorPair, SliceError, SliceKind, Snssai, Tac,
};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn slice_kinds_have_the_standardised_slice_service_types() {
    let types: Vec<_> = SliceKind::ALL.iter().map(|kind| kind.sst()).collect();
    assert_eq!(types, [Some(1), Some(2), Some(3), Some(4), Some(5), None]);
    assert_eq!(SliceKind::from_sst(2), SliceKind::Urllc);
    assert_eq!(SliceKind::from_sst(200), SliceKind::Custom);
}

#[test]
fn an_snssai_is_written_as_it_is_read() {
    for text in ["1", "2-010203", "255-ffffff"] {
        assert_eq!(text.parse::<Snssai>().expect(text).to_string(), text);
    }
    let slice: Snssai = "2-0A0B0C".parse().expect("is valid");
    assert_eq!(slice.kind(), SliceKind::Urllc);
    assert_eq!(
        serde_json::to_value(slice).expect("serialises"),
        json!({"sst": 2, "sd": "0a0b0c"})
    );
    assert!(
        "1-ffffff"
            .parse::<Snssai>()
            .expect("is valid")
            .sd
            .expect("has one")
            .is_absent()
    );
}

#[test]
fn a_wrong_snssai_says_which_half_is_wrong() {
    assert_eq!(
        "256".parse::<Snssai>(),
        Err(SliceError::Sst("256".to_owned()))
    );
    assert_eq!(
        "+1".parse::<Snssai>(),
        Err(SliceError::Sst("+1".to_owned()))
    );
    assert_eq!(
        "1-01020".parse::<Snssai>(),
        Err(SliceError::Differentiator("01020".to_owned()))
    );
    assert_eq!(
        "1-+10203".parse::<Snssai>(),
        Err(SliceError::Differentiator("+10203".to_owned()))
    );
    assert!(serde_json::from_value::<Snssai>(json!({"sst": 300})).is_err());
    assert!(serde_json::from_value::<Snssai>(json!({"sst": 1, "kind": "eMBB"})).is_err());
}

#[test]
fn the_pair_of_the_original_operator_is_kept_verbatim() {
    let pair: SliceDifferentiatorPair = "01020A-11223b".parse().expect("is valid");
    assert_eq!(pair.as_str(), "01020A-11223b");
    assert_eq!(
        (pair.first().value(), pair.second().value()),
        (0x01_020a, 0x11_223b)
    );
    for wrong in ["010203", "010203-1122", "010203-112233-4", "01020g-112233"] {
        let error = wrong.parse::<SliceDifferentiatorPair>().expect_err(wrong);
        assert_eq!(error.reason(), "InvalidNetworkSlice");
    }
}

#[test]
fn leading_zeros_of_a_plmn_count() {
    for (text, mnc) in [
        ("001-01", "01"),
        ("00101", "01"),
        ("310-410", "410"),
        ("001001", "001"),
    ] {
        let plmn: Plmn = text.parse().expect(text);
        assert_eq!(plmn.mnc.as_str(), mnc);
    }
    assert_ne!("00101".parse::<Plmn>(), "001001".parse::<Plmn>());
    let plmn: Plmn = serde_json::from_value(json!({"mcc": "001", "mnc": "01"})).expect("is valid");
    assert_eq!(plmn.to_string(), "001-01");
}

#[test]
fn a_wrong_plmn_says_which_code_is_wrong() {
    assert_eq!(
        "01-01".parse::<Plmn>(),
        Err(PlmnError::Mcc("01".to_owned()))
    );
    assert_eq!("001-1".parse::<Plmn>(), Err(PlmnError::Mnc("1".to_owned())));
    assert_eq!("00".parse::<Plmn>(), Err(PlmnError::Plmn("00".to_owned())));
    assert_eq!(
        "0é1".parse::<Plmn>().expect_err("is not ASCII").reason(),
        "InvalidMobileCountryCode"
    );
}

#[test]
fn a_tracking_area_code_has_24_bits_and_is_not_reserved() {
    assert_eq!("0x0000a1".parse::<Tac>().expect("is valid").value(), 161);
    assert_eq!("1".parse::<Tac>().expect("is valid").to_string(), "1");
    for wrong in [
        "0", "16777214", "0xfffffe", "16777216", "+5", "", "0x", "abc",
    ] {
        assert_eq!(wrong.parse::<Tac>(), Err(PlmnError::Tac(wrong.to_owned())));
    }
    assert!(serde_json::from_value::<Tac>(json!(0)).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in ".*") {
        let _ = (text.parse::<Snssai>(), text.parse::<SliceDifferentiatorPair>(), text.parse::<Plmn>(), text.parse::<Tac>());
    }

    #[test]
    fn every_snssai_survives_text_and_json(sst: u8, sd in prop::option::of(0_u32..0x0100_0000)) {
        let text = sd.map_or(sst.to_string(), |sd| format!("{sst}-{sd:06x}"));
        let slice: Snssai = text.parse()?;
        prop_assert_eq!(slice.to_string(), text);
        let json = serde_json::to_value(slice)?;
        prop_assert_eq!(serde_json::from_value::<Snssai>(json)?, slice);
    }
}
