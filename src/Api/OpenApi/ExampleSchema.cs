using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Omnichannel.OpenApi;

/// <summary>The schema of an answer that is written by hand: that of its example.</summary>
internal static class ExampleSchema
{
    public static OpenApiSchema Of(JsonNode? example) => example switch
    {
        JsonObject members => new()
        {
            Type = JsonSchemaType.Object,
            Properties = members.ToDictionary(member => member.Key, member => (IOpenApiSchema)Of(member.Value)),
        },
        JsonArray items => new() { Type = JsonSchemaType.Array, Items = items.Count > 0 ? Of(items[0]) : new OpenApiSchema() },
        JsonValue value => new() { Type = TypeOf(value.GetValueKind()) },
        _ => new() { Type = JsonSchemaType.Integer | JsonSchemaType.Null },
    };

    private static JsonSchemaType TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => JsonSchemaType.Integer,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
