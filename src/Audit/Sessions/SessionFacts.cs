using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Sessions;

/// <summary>The events of sessions, as the auditor reads them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Started), "session-started")]
[JsonDerivedType(typeof(TakenOver), "session-taken-over")]
[JsonDerivedType(typeof(Seen), "session-seen")]
[JsonDerivedType(typeof(SignInBegun), "sign-in-begun")]
[JsonDerivedType(typeof(SignInRefused), "sign-in-refused")]
[JsonDerivedType(typeof(SignedIn), "signed-in")]
[JsonDerivedType(typeof(SignedOut), "signed-out")]
[JsonDerivedType(typeof(Ended), "session-ended")]
[JsonDerivedType(typeof(Settled), "session-settled")]
[JsonDerivedType(typeof(SignInRepeated), "sign-in-repeated")]
[JsonDerivedType(typeof(DeviceForgotten), "session-device-forgotten")]
internal abstract record SessionFact(DateTimeOffset At)
{
    /// <param name="DeviceId">An object when it is sealed, a string when an earlier version wrote it; absent when the session began without one.</param>
    internal sealed record Started(DateTimeOffset At, string Channel, TimeSpan IdleFor, JsonElement? DeviceId = null, string? Resumes = null) : SessionFact(At);

    internal sealed record TakenOver(DateTimeOffset At, string? Customer = null) : SessionFact(At);

    internal sealed record Seen(DateTimeOffset At) : SessionFact(At);

    internal sealed record SignInBegun(DateTimeOffset At, string Customer) : SessionFact(At);

    internal sealed record SignInRefused(DateTimeOffset At) : SessionFact(At);

    internal sealed record SignedIn(DateTimeOffset At) : SessionFact(At);

    internal sealed record SignedOut(DateTimeOffset At) : SessionFact(At);

    internal sealed record Ended(DateTimeOffset At, string End, string? Successor = null) : SessionFact(At);

    internal sealed record Settled(DateTimeOffset At) : SessionFact(At);

    internal sealed record SignInRepeated(DateTimeOffset At, string CommandId) : SessionFact(At);

    internal sealed record DeviceForgotten(DateTimeOffset At) : SessionFact(At);
}

/// <summary>The events of the count of a channel, as the auditor reads them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Entered), "session-entered")]
[JsonDerivedType(typeof(Left), "session-left")]
internal abstract record PresenceFact(DateTimeOffset At)
{
    internal sealed record Entered(DateTimeOffset At, string SessionId, DateTimeOffset AskAt) : PresenceFact(At);

    internal sealed record Left(DateTimeOffset At, string SessionId) : PresenceFact(At);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SessionFact))]
[JsonSerializable(typeof(PresenceFact))]
internal sealed partial class SessionJson : JsonSerializerContext;
