using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Omnichannel.Http;

namespace Omnichannel.OpenApi;

/// <summary>RFC 9457 as the grid fills it in.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static OpenApiSchema Make() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457. Decide by code; title and detail are for people. More members tell the facts, for instance available.",
        Required = new HashSet<string> { "type", "title", "status", "code", "detail", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("urn:omnichannel:problem: and the code."),
            ["title"] = Text("What kind of problem it is; the same for every problem of its code."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the answer." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ProblemKinds.All.Select(kind => (JsonNode)kind.Code)] },
            ["detail"] = Text("What is wrong with this call."),
            ["field"] = Text("What is to blame: a JSON pointer into the body, or the name of a parameter or header."),
            ["available"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Units that could be reserved at that time." },
            ["traceId"] = Text("Under which the call is found in logs and traces."),
        },
    };

    public static JsonObject Example(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["code"] = kind.Code,
        ["detail"] = kind.Title + ".",
        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
