using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Omnichannel.Ids;

/// <summary>Names one intent, so that a retry is recognised. Made by the caller, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
/// <remarks>Ids that grains make for their own steps hold a slash, which no caller may send: the two can never meet.</remarks>
[GenerateSerializer, Immutable, Alias("command-id"), JsonConverter(typeof(IdentifierJsonConverter<CommandId>))]
public readonly record struct CommandId([property: Id(0)] string Value) : IIdentifier<CommandId>
{
    public static CommandId Create(string value)
    {
        foreach (var part in value.AsSpan().Split('/'))
        {
            if (!Identifier.IsValid(value.AsSpan(part))) throw Identifier.Refused(nameof(value));
        }

        return new(value);
    }

    /// <summary>The id of one step of a coordinator, for instance <c>transfer/t-7/out</c>.</summary>
    public static CommandId ForStep(string coordinator, string id, string step) => Create($"{coordinator}/{id}/{step}");

    /// <summary>Whether a coordinator made it for one of its steps.</summary>
    public bool IsStep => Value.Contains('/');

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
