using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <summary>What answers look like, for the contract document.</summary>
internal static class CustomerExamples
{
    private const string At = "2026-11-22T10:00:00+00:00";
    private const string IdentityId = "email:3f2a9b8e4f61a5c0e7d20d7f3c2a9b8e4f61a5c0";

    public const string Identity = $$"""{"id":"{{IdentityId}}","kind":"email","value":"ada@example.com","isVerified":false,"state":"owned"}""";

    public const string Verified = $$"""{"id":"{{IdentityId}}","kind":"email","value":"ada@example.com","isVerified":true,"state":"owned"}""";

    public const string IdentityOwner = $$"""{"id":"{{IdentityId}}","customer":"ada","isVerified":false}""";

    public const string Released = $$"""{"id":"{{IdentityId}}","isReleased":true}""";

    public const string IdentityEvents =
        $$"""{"events":[{"version":1,"type":"identity-claimed","customer":"ada","sequence":2,"isVerified":false,"at":"{{At}}"}],"nextAfter":null}""";

    public const string Consent = $$"""{"purpose":"marketing","channel":"e-mail","state":"granted","textVersion":"2026-03","by":"in the app","at":"{{At}}"}""";

    public const string Points =
        """{"balance":120,"earned":120,"spent":0,"expired":0,"carriedIn":0,"carriedOut":0,"nextExpiryAt":"2036-12-31T00:00:00+00:00"}""";

    public const string Ledger =
        $$"""{"points":{{Points}},"entries":[{"id":"key-1","type":"earned","points":120,"balance":120,"at":"{{At}}","expiresAt":"2036-12-31T00:00:00+00:00","reason":"order-1","reference":null}]}""";

    public const string Purchases = $$"""{"orders":1,"units":2,"spent":[{"amount":3998,"currency":"EUR"}],"firstAt":"{{At}}","lastAt":"{{At}}"}""";

    public const string Customer =
        $$"""{"id":"ada","version":5,"registeredAt":"{{At}}","profile":{"familyName":"Lovelace","givenName":"Ada","language":"en","tags":{"vip":true} },"""
        + $$""" "identities":[{{Identity}}],"consents":[{{Consent}}],"points":{{Points}},"purchases":{{Purchases}},"openCart":"cart-7","absorbed":["ada-2"]}""";

    public const string Touchpoint =
        $$"""{"id":"call-1","at":"{{At}}","channel":"phone","subject":"Handle is loose","outcome":"replacement promised","reference":"order-1","issue":"open","resolvedAt":null}""";

    public const string Resolved =
        $$"""{"id":"call-1","at":"{{At}}","channel":"phone","subject":"Handle is loose","outcome":"replaced","reference":"order-1","issue":"resolved","resolvedAt":"{{At}}"}""";

    public const string Touchpoints = $$"""{"touchpoints":[{{Touchpoint}}],"nextAfter":null}""";

    public const string Feedback = $$"""{"id":"survey-1","at":"{{At}}","type":"nps","score":9,"channel":"e-mail","reference":"order-1","comment":"Quick."}""";

    private const string LiveSession = $$"""{"id":"visit-1","channel":"app","deviceId":"phone-1","since":"{{At}}"}""";

    public const string LiveSessions = $$"""{"sessions":[{{LiveSession}}]}""";

    public const string Story =
        $$"""{"id":"ada","version":9,"touchpoints":[{{Touchpoint}}],"openIssues":[{{Touchpoint}}],"openCart":{{CartExamples.Cart}},"feedback":[{{Feedback}}],"""
        + $$""" "sessions":[{{LiveSession}}],"lastPurchaseAt":"{{At}}"}""";

    public const string Timeline =
        $$"""{"events":[{"version":2,"type":"touchpoint-recorded","commandId":"call-1","channel":"phone","subject":"Handle is loose","isIssue":true,"at":"{{At}}"}],"nextAfter":null}""";

    public const string Export =
        $$"""{"id":"ada","exportedAt":"{{At}}","customer":{{Customer}},"points":{{Ledger}},"story":{{Story}},"sessions":[{{Session}}],"history":[{"customer":"ada","events":[]}],"carts":[]}""";

    public const string Session =
        $$"""{"id":"visit-1","version":1,"channel":"app","deviceId":"phone-1","customer":null,"cart":null,"step":null,"startedAt":"{{At}}","lastSeenAt":"{{At}}","""
        + """ "expiresAt":"2026-11-22T10:31:00+00:00","end":null,"successor":null}""";

    public const string EndedSession =
        $$"""{"id":"visit-1","version":4,"channel":"app","deviceId":"phone-1","customer":null,"cart":null,"step":"basket","startedAt":"{{At}}","lastSeenAt":"{{At}}","""
        + """ "expiresAt":null,"end":"ended","successor":null}""";

    public const string SignIn = $$"""{"session":{{Session}},"cartStatus":null,"merge":null}""";

    public const string SessionEvents = $$"""{"events":[{"version":1,"type":"session-started","channel":"app","idleFor":"00:30:00","deviceId":"phone-1","at":"{{At}}"}],"nextAfter":null}""";

    public const string Merge =
        """{"id":"sign-in-1","status":"merged","survivor":"ada","absorbed":"ada-2","strategy":"sum","report":"""
        + $$"""{"mergedAt":"{{At}}","fieldsTaken":["/profile/language"],"fieldsKept":["/profile/givenName"],"fieldsDropped":[],"identities":1,"consents":0,"points":40,"""
        + $$""" "purchases":{{Purchases}},"touchpoints":1,"feedback":0,"openCart":"cart-7","cartStatus":"done"} }""";

    public const string UndoneMerge = """{"id":"sign-in-1","status":"undone","survivor":"ada","absorbed":"ada-2","strategy":"sum","report":null}""";
}
