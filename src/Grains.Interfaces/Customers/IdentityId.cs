using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Stands for one identity, for instance one e-mail address, without telling it: <c>kind:name</c>, the name made with a key that only the grid has.</summary>
[GenerateSerializer, Immutable, Alias("identity-id"), JsonConverter(typeof(IdentifierJsonConverter<IdentityId>))]
public readonly record struct IdentityId([property: Id(0)] string Value) : IIdentifier<IdentityId>
{
    public static IdentityId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
