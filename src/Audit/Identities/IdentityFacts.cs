using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Identities;

/// <summary>The events of identities, as the auditor reads them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Claimed), "identity-claimed")]
[JsonDerivedType(typeof(Refused), "identity-refused")]
[JsonDerivedType(typeof(Verified), "identity-verified")]
[JsonDerivedType(typeof(Released), "identity-released")]
[JsonDerivedType(typeof(Moved), "identity-moved")]
internal abstract record IdentityFact(DateTimeOffset At)
{
    internal sealed record Claimed(DateTimeOffset At, string Customer, long Sequence, bool IsVerified) : IdentityFact(At);

    internal sealed record Refused(DateTimeOffset At, string Customer, long Sequence) : IdentityFact(At);

    internal sealed record Verified(DateTimeOffset At, string Customer) : IdentityFact(At);

    internal sealed record Released(DateTimeOffset At, string Customer, long Sequence) : IdentityFact(At);

    internal sealed record Moved(DateTimeOffset At, string Source, long SourceSequence, string Target, long Sequence) : IdentityFact(At);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IdentityFact))]
internal sealed partial class IdentityJson : JsonSerializerContext;
